/** Pages of the vendor that embed the widget, each on an origin of its own. */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a page of the vendor is made of. */
export interface Page {
  /** What stands in the head, after the title. */
  head?: string;
  /** What stands in the body, before its end. */
  body?: string;
  /** Attributes of the root element. */
  root?: string;
  headers?: Record<string, string>;
  /** Other files, by path. */
  files?: Record<string, { type: string; text: string }>;
}

export interface Host {
  readonly origin: string;
  /** Serves a page at `/`. */
  serve(page: Page): void;
  close(): Promise<void>;
}

/** Some hosts, listening. */
export function hosts(count: number): Promise<Host[]> {
  return Promise.all(Array.from({ length: count }, listen));
}

async function listen(): Promise<Host> {
  let page: Page = {};
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://host").pathname;
    const file = page.files?.[path];
    if (file) {
      response.writeHead(200, { "content-type": file.type }).end(file.text);
    } else if (path === "/") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers }).end(html(page));
    } else {
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    serve(next) {
      page = next;
    },
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

function html({ head = "", body = "", root = 'lang="en"' }: Page): string {
  return `<!doctype html>
<html ${root}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Console</title>
${head}</head><body><main><h1>Applications</h1><p>Two of three are in production.</p><p><a href="#1">First</a></p></main>
${body}</body></html>`;
}

/** The script tag, as the vendor pastes it. */
export function tag(origin: string, attributes: Record<string, string> = {}): string {
  const all = { site: "console", sdk: "pkg:npm/matrix-js-sdk@23.5.0", ...attributes };
  const words = Object.entries(all).map(([name, value]) => `data-${name}="${value}"`);
  return `<script async src="${origin}/widget.js" ${words.join(" ")}></script>`;
}
