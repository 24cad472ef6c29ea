// Badges: by camera where the browser can read codes, by a scanner that types, or chosen from the list.
import { button, el } from "./dom.js";
import { close, field, problem, show } from "./panel.js";

export const canScan = () => "BarcodeDetector" in window && !!navigator.mediaDevices?.getUserMedia;

export const readBadge = (text, traders) => traders.find((one) => one.badge === text.trim());

// A film of the camera and what it reads, until `found` says true or the panel is closed.
async function watch(video, found) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  await video.play();
  const reader = new window.BarcodeDetector({ formats: ["qr_code"] });
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  const look = async () => {
    if (!video.isConnected || !video.closest("dialog")?.open) return stop();
    const [code] = await reader.detect(video).catch(() => []);
    if (code && found(code.rawValue)) return stop();
    return setTimeout(look, 150);
  };
  look();
}

export function scanButton(found) {
  if (!canScan()) return null;
  return button("Camera", (event) => {
    const video = el("video", { class: "scan", muted: true, playsinline: true });
    event.currentTarget.closest("form").append(video);
    watch(video, (text) => { video.remove(); found(text); return true; }).catch(() => video.replaceWith(problem("The camera cannot be used. Type or choose instead.")));
  }, { name: "scan-line" });
}

// Scan badge: each badge read marks its trader as here; who has no pitch is offered one.
export function scanBadges(day, act) {
  const said = el("p", { class: "scansaid", role: "status" }, "");
  const typed = el("input", { class: "in", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "data-first": true, enterkeyhint: "go" });
  let last = "";
  const read = (text) => {
    const trader = readBadge(text, act.day().traders);
    typed.value = "";
    if (text === last) return false;
    last = text;
    setTimeout(() => { last = ""; }, 3000);
    if (!trader) {
      said.textContent = "This badge is not one of ours, or was replaced. Find the trader by name.";
      return false;
    }
    const row = act.day().rows.find((one) => one.trader === trader.id);
    if (!row) {
      close();
      act.letTo(trader);
      return true;
    }
    if (row.state === "unpaid") {
      act.pay(row);
      return true;
    }
    if (row.presence !== "arrived") act.here(row);
    said.textContent = `${row.label}, ${trader.name}: here`;
    return false;
  };
  const form = el("form", { class: "fields", onsubmit: (event) => { event.preventDefault(); if (typed.value.trim()) read(typed.value.trim()); } },
    field("Badge", typed, "Hold the badge to the scanner, or type its code"));
  show("Scan badges", form, said);
  if (canScan()) {
    const video = el("video", { class: "scan", muted: true, playsinline: true });
    form.append(video);
    watch(video, read).catch(() => video.replaceWith(problem("The camera cannot be used. A scanner that types works here.")));
  }
}
