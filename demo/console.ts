/**
 * The demo console's own script. It runs in the head, before the widget's: the language and the
 * queue for early calls must stand by then. The page itself is drawn when it has been parsed.
 */

import { theme } from "./console/address";
import { drawCustomers, signIn } from "./console/customers";
import { drawKeys } from "./console/keys";
import { settleLanguage, translate } from "./console/language";
import { drawLogs } from "./console/logs";
import { drawPages } from "./console/pages";
import { queueEarlyCalls, wireSupport } from "./console/support";
import { drawTheme } from "./console/theme";

settleLanguage();
document.documentElement.dataset.theme = theme() ?? "";
queueEarlyCalls();
signIn();

addEventListener("DOMContentLoaded", () => {
  translate();
  drawPages();
  drawTheme();
  drawKeys();
  drawLogs();
  wireSupport();
  drawCustomers();
});
