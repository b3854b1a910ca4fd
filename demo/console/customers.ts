/** The three customers. To switch is to sign in as somebody else: the widget learns it by a new identity. */

import accounts from "../data/accounts.json";
import { choose, customer } from "./address";
import { drawChart } from "./chart";
import { byId, element } from "./dom";
import { number, percent, say } from "./language";
import { identifyAs } from "./support";

type Account = (typeof accounts)[number];

/** What the console shows of each, by account id: invented, and nothing that a promise depends on. */
const PROJECTS: Record<string, { project: string; appId: string; daily: number; peak: number; messages: number; errors: number }> = {
  acct_qinghe: { project: "青禾课堂", appId: "nrt_5c1e90", daily: 8_400, peak: 214, messages: 61_200, errors: 0.0031 },
  acct_harbor: { project: "Harbor Messenger", appId: "nrt_a83f27", daily: 63_000, peak: 1_930, messages: 1_480_000, errors: 0.0018 },
  acct_lumen: { project: "Lumen Telehealth", appId: "nrt_e04d6b", daily: 412_000, peak: 11_600, messages: 5_230_000, errors: 0.0112 },
};

const PLANS: Record<string, [en: string, zh: string]> = {
  basic: ["Basic", "基础版"],
  professional: ["Professional", "专业版"],
  enterprise: ["Enterprise", "企业版"],
};

function planName(account: Account): string {
  const [en, zh] = PLANS[account.plan] ?? [account.plan, account.plan];
  return say(en, zh);
}

function current(): Account | undefined {
  return accounts.find((account) => account.customer === customer()) ?? accounts[0];
}

/** As early as can be, so that the panel never begins with a guest. */
export function signIn(): void {
  identifyAs(current()?.customer ?? "basic");
}

export function drawCustomers(): void {
  const signedIn = current();
  for (const account of accounts) {
    const input = element("input", {
      type: "radio",
      name: "customer",
      value: account.customer,
      checked: account === signedIn,
      onchange: () => {
        choose("customer", account.customer);
        signIn();
        show(account);
      },
    });
    const plan = element("small", { textContent: planName(account) });
    byId("customers").append(element("label", {}, input, element("span", { textContent: account.name }), plan));
  }
  if (signedIn) {
    show(signedIn);
  }
}

function show(account: Account): void {
  const facts = PROJECTS[account.id];
  if (!facts) {
    return;
  }
  byId("project").textContent = facts.project;
  byId("app-id").textContent = facts.appId;
  byId("plan").textContent = say(`${planName(account)} plan`, planName(account));
  const total = drawChart(facts.daily);
  byId("chart-total").textContent = number(total);
  byId("figures").replaceChildren(
    figure(say("Call minutes", "通话分钟数"), number(total)),
    figure(say("Peak participants", "峰值并发人数"), number(facts.peak)),
    figure(say("Messages today", "今日消息数"), number(facts.messages)),
    figure(say("Failed requests", "失败请求"), percent(facts.errors)),
  );
}

function figure(name: string, value: string): HTMLElement {
  const list = element("dl", {}, element("dt", { textContent: name }), element("dd", { textContent: value }));
  return element("div", { className: "card" }, list);
}
