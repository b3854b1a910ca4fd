/** The SDK's log as the console shows it. What is on view can be handed to the widget's diagnostics. */

import { byId, element } from "./dom";
import { date, say } from "./language";
import { support } from "./support";

interface Line {
  secondsAgo: number;
  level: "info" | "warn" | "error";
  source: string;
  message: string;
}

const LINES: Line[] = [
  { secondsAgo: 4, level: "info", source: "rtc.join", message: "room rm_9KdT2 joined, 3 participants, codec vp9" },
  { secondsAgo: 21, level: "error", source: "auth.refresh", message: "401 from eu-gw-7: unknown key id k_2026_11" },
  { secondsAgo: 22, level: "warn", source: "auth.refresh", message: "retry 2 of 3 in 1.6 s" },
  { secondsAgo: 47, level: "info", source: "im.sync", message: "sync resumed at s_88412, 14 events" },
  { secondsAgo: 63, level: "warn", source: "im.send", message: "duplicate transaction id txn_51c0 after reconnect" },
  { secondsAgo: 95, level: "error", source: "auth.refresh", message: "401 from eu-gw-7: unknown key id k_2026_11" },
  { secondsAgo: 131, level: "info", source: "rtc.publish", message: "camera 1280x720 at 30 fps, 1.8 Mbit/s" },
  { secondsAgo: 188, level: "info", source: "im.sync", message: "presence batch of 500 applied in 41 ms" },
  { secondsAgo: 240, level: "warn", source: "rtc.network", message: "round trip 380 ms, falling back to 640x360" },
  { secondsAgo: 316, level: "info", source: "rtc.leave", message: "room rm_9KdT2 left after 41 m 08 s" },
];

export function drawLogs(): void {
  const filter = byId("filter") as HTMLInputElement;
  const seen = new Date();
  const shown = () => LINES.filter((line) => `${line.level} ${line.source} ${line.message}`.includes(filter.value.trim()));

  function draw(): void {
    const rows = shown().map((line) => {
      const at = new Date(seen.getTime() - line.secondsAgo * 1000);
      const time = element("time", { dateTime: at.toISOString(), textContent: date(at, { timeStyle: "medium" }) });
      return element(
        "tr",
        {},
        element("td", {}, time),
        element("td", { className: `level-${line.level}`, textContent: line.level }),
        element("td", {}, element("code", {}, line.source)),
        element("td", { textContent: line.message }),
      );
    });
    byId("log-rows").replaceChildren(...rows);
  }

  draw();
  filter.addEventListener("input", draw);
  byId("attach").addEventListener("click", () => {
    for (const { level, source, message } of shown()) {
      support("log", { level, source, message });
    }
    byId("news").textContent = say(
      `${shown().length} lines are with the support panel. You decide there whether they go into a ticket.`,
      `已把 ${shown().length} 行日志交给支持组件，是否随工单提交由你决定。`,
    );
  });
}
