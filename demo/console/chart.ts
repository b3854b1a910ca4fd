/** Thirty days of call minutes, as bars. */

import { byId, drawing } from "./dom";
import { date, number, say } from "./language";

const DAYS = 30;
const WIDTH = 640;
const HEIGHT = 240;
const FOOT = 22;
const DAY_MS = 86_400_000;

/** A working week with a weekend's dip, the same at every visit. */
function minutes(daily: number, day: Date, index: number): number {
  const isWeekend = day.getDay() % 6 === 0;
  const swing = 1 + 0.13 * Math.sin(index * 1.7) + 0.05 * Math.cos(index * 4.1);
  return Math.round(daily * swing * (isWeekend ? 0.46 : 1));
}

/** Draws the days up to yesterday and answers with their sum. */
export function drawChart(daily: number): number {
  const today = new Date();
  const days = Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(today.getTime() - (DAYS - index) * DAY_MS);
    return { day, value: minutes(daily, day, index) };
  });
  const most = Math.max(...days.map(({ value }) => value));
  const total = days.reduce((sum, { value }) => sum + value, 0);
  const step = WIDTH / DAYS;
  const room = HEIGHT - FOOT;

  const bars = days.map(({ day, value }, index) => {
    const height = (value / most) * (room - 8);
    const label = `${date(day, { day: "numeric", month: "short" })}: ${number(value)}`;
    const at = { x: index * step + 3, y: room - height, width: step - 6, height, rx: 3 };
    return drawing("rect", at, drawing("title", {}, label));
  });
  const dates = days
    .map(({ day }, index) => ({ day, index }))
    .filter(({ index }) => index % 7 === 1 && index < DAYS - 3)
    .map(({ day, index }) =>
      drawing("text", { x: index * step + 3, y: HEIGHT - 6 }, date(day, { day: "numeric", month: "short" })),
    );
  const ground = drawing("line", { x1: 0, x2: WIDTH, y1: room, y2: room });
  const label = say(`Call minutes of the last ${DAYS} days, ${number(total)} in all`, `近 ${DAYS} 天通话分钟数，共 ${number(total)}`);
  const box = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label };
  byId("chart").replaceChildren(drawing("svg", box, ground, ...bars, ...dates));
  return total;
}
