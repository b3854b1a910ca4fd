import { Visitor, panel, launcher } from "/work/main/tests/browser/harness/browser.ts";
import { console as consolePage, open, submit } from "/work/main/tests/browser/harness/customer.ts";
import { expect } from "/work/main/tests/browser/harness/expect.ts";
import { person, product } from "/work/main/tests/browser/harness/product.ts";
import { WORDS } from "/work/main/tests/browser/harness/words.ts";
import { test } from "node:test";
const words = WORDS.en;
for (let i=0;i<10;i++) test("dbg"+i, async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  const subject = `Closed tab ${Date.now()}`;
  const visitor = await Visitor.come();
  const out: string[] = [];
  const t0=Date.now();
  visitor.context.on("request", r => r.url().includes("/v1/") && out.push(`${Date.now()-t0} ${r.method()} ${r.url().slice(21,70)}`));
  visitor.context.on("requestfailed", r => r.url().includes("/v1/") && out.push(`${Date.now()-t0} FAILED ${r.url().slice(21,70)}`));
  visitor.context.on("response", async r => { if (r.url().includes("/v1/")) { const t = Date.now()-t0; out.push(`${t} ${r.status()} ${r.url().slice(21,70)} ${r.url().includes("tickets") ? (await r.text().catch(()=>"")).slice(0,60) : ""}`)}});
  visitor.context.on("console", m => out.push("console "+m.text()));
  visitor.context.on("weberror", m => out.push("ERR "+m.error().stack));
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  await inside.getByRole("button", { name: words.newTicket }).first().click();
  await inside.getByLabel(words.subject).fill(subject);
  await visitor.context.setOffline(true);
  await inside.getByRole("button", { name: words.submit }).click();
  await expect(inside.getByText(words.notReceived).first()).toBeVisible();
  out.push(`${Date.now()-t0} close`);
  await visitor.page.close();
  await visitor.context.setOffline(false);
  const page = await visitor.context.newPage();
  await page.goto(host.origin);
  const again = await open(page);
  out.push(`${Date.now()-t0} open again`);
  try { await again.getByText(subject).first().waitFor({timeout: 5000}); }
  catch (e) { console.log(out.join("\n")); console.log(await again.locator("body").innerText()); await page.screenshot({path: "/tmp/tprobe/closed.png"}); throw e }
  finally { await visitor.context.close(); }
});
