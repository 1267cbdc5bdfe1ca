/** The sign-in library says what went wrong with a passkey by an event; without us it would only stand in the console. */
document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector<HTMLElement>("[data-passkey-trouble]");
  if (!place) return;
  event.preventDefault();
  place.hidden = false;
});
