/** Runs before the first paint: a light or dark page as chosen on this device; without a choice the system decides. */
const KEY = "werkstatt-theme";

try {
  const choice = localStorage.getItem(KEY);
  if (choice === "light" || choice === "dark") document.documentElement.dataset.kernTheme = choice;
} catch {
  // Storage may be forbidden; the system's choice stands.
}
document.documentElement.classList.add("has-script");
