import "htmx.org";
import "./dialogs.ts";
import "./errors.ts";
import "./themes.ts";
import "./menus.ts";
