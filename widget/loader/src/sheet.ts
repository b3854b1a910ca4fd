/**
 * How it looks: one constructed style sheet for the shadow root, which needs no `style-src` of the
 * page. `:host` is `!important`, the only way to win against the page's own rules on our element.
 *
 * System colours follow the colour scheme in every browser, and forced colours with it. Sides are
 * logical: the host's direction puts the launcher left or right. `auto` is the scheme that the page
 * declares for itself. Of the orders that mean the same, the rules stand in one that compresses well.
 */

export const css = (theme = "auto"): string => `
:host{all:initial!important;position:fixed!important;z-index:2147483000!important;bottom:env(safe-area-inset-bottom)!important;inset-inline-end:env(safe-area-inset-right)!important;color-scheme:${theme === "auto" ? "inherit" : theme}!important}
@media print{:host{display:none!important}}
*{box-sizing:border-box;font:14px/1.5 system-ui,sans-serif}
i{position:absolute;top:-4px;inset-inline-end:-4px;min-width:20px;padding:0 5px;border:1px solid #0000;border-radius:10px;background:#b3261e;color:#fff;font:650 11px/18px system-ui}
button{padding:8px 14px;border:1px solid #0000;border-radius:6px;background:none;color:inherit;font-weight:600;cursor:pointer}
.launcher,section,iframe{position:absolute;bottom:84px;inset-inline-end:20px;border:1px solid #8883;border-radius:16px;background:Canvas;color:CanvasText;box-shadow:0 8px 32px #0004}
b{display:block;margin:10px 0 2px;font-weight:600;overflow-wrap:anywhere}
section{width:min(340px,100vw - 40px);padding:16px}
section i{position:static;padding:3px 8px;margin-inline-end:4px}
p{margin:0 0 12px}
iframe{width:392px;height:660px;max-height:calc(100dvh - 104px);visibility:hidden;opacity:0}
@media(prefers-reduced-motion:no-preference){iframe{transition:.16s}}
.launcher,.main{background:#2f5bea;color:#fff}
.open{visibility:visible;opacity:1;transition-property:opacity}
.launcher{bottom:20px;width:52px;height:52px;padding:0;border-radius:50%;font-size:26px}
@media(max-width:480px),(max-height:480px){iframe{position:fixed;inset:var(--top,0) 0 auto;width:100%;height:var(--height,100dvh);max-height:none;border:0;border-radius:0}}`;
