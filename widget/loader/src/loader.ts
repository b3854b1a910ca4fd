/**
 * The script that a vendor's console embeds: defines the one global and puts the widget on the page.
 *
 * It stores nothing, patches nothing and throws nothing into the page. A second script tag finds the
 * first one's global and does nothing.
 */

import type { Aftercare } from "../aftercare";
import { data, origin } from "./config";
import { complain, guarded } from "./guard";
import { start } from "./widget";

const stub = window.Aftercare;

function load(): void {
  let commands = start(() => {
    commands = {};
    stub ? (window.Aftercare = stub) : delete window.Aftercare;
  });
  const call = (command: string, ...given: unknown[]) => guarded(() => commands[command]?.(...given));

  window.Aftercare = Object.assign(call, { version: "0.1.0" }) as Aftercare;
  stub?.q?.splice(0).forEach((early) => call(...(Array.from(early) as [string])));
}

if (!stub?.version) {
  origin && data.site ? guarded(load) : complain("data-site is missing");
}
