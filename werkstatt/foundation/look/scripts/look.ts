import "htmx.org";
import "./dialogs.ts";
import "./early.ts";
import "./errors.ts";
import "./themes.ts";
import "./menus.ts";
