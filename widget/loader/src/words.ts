/** What the page's visitor reads outside the panel. */

import { lang } from "./config";

const en = {
  support: "Support",
  /** Follows the number in the badge. */
  unread: "new",
  high: "High",
  critical: "Critical",
  affects: "affects you",
  /** A version follows. */
  fixed: "Fixed in",
  upgrade: "See the upgrade",
  dismiss: "Dismiss",
};

const zh: typeof en = {
  support: "技术支持",
  unread: "条新消息",
  high: "高危",
  critical: "严重",
  affects: "影响你",
  fixed: "修复版本",
  upgrade: "查看升级路径",
  dismiss: "忽略",
};

export const words = /^zh/i.test(lang) ? zh : en;
