/** The switch between system, light and dark. The choice stays on this device, in no cookie. */
const KEY = "werkstatt-theme";

export type Theme = "system" | "light" | "dark";

export function chosen(): Theme {
  const stored = localStorage.getItem(KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function choose(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") {
    localStorage.removeItem(KEY);
    delete root.dataset.kernTheme;
  } else {
    localStorage.setItem(KEY, theme);
    root.dataset.kernTheme = theme;
  }
}

for (const select of document.querySelectorAll<HTMLSelectElement>("[data-theme-choice]")) {
  select.value = chosen();
  select.addEventListener("change", () => choose(select.value as Theme));
}
