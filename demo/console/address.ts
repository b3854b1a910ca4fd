/** What the visitor chose stands in the address, so that a link shows the same thing; nothing is stored. */

type Choice = "customer" | "lang" | "theme";

function chosen(name: Choice): string | null {
  return new URLSearchParams(location.search).get(name);
}

export const customer = (): string | null => chosen("customer");
export const lang = (): "en" | "zh" => {
  const asked = chosen("lang") ?? navigator.language;
  return asked.startsWith("zh") ? "zh" : "en";
};
export const theme = (): "light" | "dark" | undefined => {
  const asked = chosen("theme");
  return asked === "light" || asked === "dark" ? asked : undefined;
};

/** The address of this page with one choice changed. */
export function withChoice(name: Choice, value: string): string {
  const address = new URL(location.href);
  address.searchParams.set(name, value);
  return address.href;
}

/** Changes a choice without leaving the page. */
export function choose(name: Choice, value: string): void {
  history.replaceState(null, "", withChoice(name, value));
}
