// Panning and zooming an SVG. During a gesture only a CSS transform changes, which stays smooth on a cheap phone;
// the viewBox is written once, when the gesture ends.

const CLOSEST = 4; // CSS pixels a unit of the plan may take at most

const middle = (a, b) => (b ? [(a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2] : [a.clientX, a.clientY]);
const apart = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
const clamp = (start, size, whole) =>
  size >= whole ? (whole - size) / 2 : Math.max(0, Math.min(start, whole - size));

export class Viewport {
  constructor(svg, whole, { onview, ontap }) {
    this.svg = svg;
    this.whole = whole;
    this.onview = onview;
    this.ontap = ontap;
    this.box = { x: 0, y: 0, w: whole.width, h: whole.height };
    this.scale = 1;
    this.fitted = true;
    this.pointers = new Map();
    this.gesture = null;
    this.moved = false;
    this.listen();
  }

  listen() {
    const { svg } = this;
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
      svg.addEventListener(name, (event) => this.up(event));
    }
    svg.addEventListener("click", (event) => this.click(event));
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    new ResizeObserver(() => (this.fitted ? this.fit() : this.show(this.box))).observe(svg);
  }

  fit() {
    this.show({ x: 0, y: 0, w: Infinity, h: Infinity });
  }

  // Shows this part of the plan, kept inside the plan and no closer than CLOSEST.
  show(wanted) {
    const width = this.svg.clientWidth || 1;
    const ratio = width / (this.svg.clientHeight || 1);
    const widest = Math.max(this.whole.width, this.whole.height * ratio);
    const w = Math.max(width / CLOSEST, Math.min(wanted.w, widest));
    const h = w / ratio;
    this.box = { x: clamp(wanted.x, w, this.whole.width), y: clamp(wanted.y, h, this.whole.height), w, h };
    this.scale = width / w;
    this.fitted = w >= widest;
    this.svg.setAttribute("viewBox", `${this.box.x} ${this.box.y} ${w} ${h}`);
    this.onview();
  }

  zoom(factor, at = { x: this.box.x + this.box.w / 2, y: this.box.y + this.box.h / 2 }) {
    const { x, y, w, h } = this.box;
    this.show({ x: at.x - (at.x - x) / factor, y: at.y - (at.y - y) / factor, w: w / factor, h: h / factor });
  }

  // Pans when this point is outside, or almost.
  reveal(x, y, margin = 30) {
    const { box } = this;
    const inside = x > box.x + margin && x < box.x + box.w - margin && y > box.y + margin && y < box.y + box.h - margin;
    if (!inside && !this.fitted) this.show({ ...box, x: x - box.w / 2, y: y - box.h / 2 });
  }

  pointOf(event) {
    const frame = this.svg.getBoundingClientRect();
    return {
      x: this.box.x + (event.clientX - frame.left) / this.scale,
      y: this.box.y + (event.clientY - frame.top) / this.scale,
    };
  }

  down(event) {
    this.finish();
    this.touch = event.pointerType === "touch";
    this.pointers.set(event.pointerId, event);
    if (this.pointers.size === 1) this.moved = false;
    this.begin();
  }

  begin() {
    const starts = [...this.pointers.values()];
    this.gesture = starts.length ? { starts, x: 0, y: 0, zoom: 1 } : null;
  }

  move(event) {
    if (!this.gesture || !this.pointers.has(event.pointerId)) return;
    this.pointers.set(event.pointerId, event);
    const [a, b] = this.pointers.values();
    const [startA, startB] = this.gesture.starts;
    const zoom = b && startB ? apart(a, b) / apart(startA, startB) : 1;
    const [x, y] = middle(a, b);
    const [startX, startY] = middle(startA, startB);
    if (!this.moved && Math.hypot(x - startX, y - startY) < 8 && Math.abs(zoom - 1) < 0.03) return;
    this.moved = true;
    const frame = this.svg.parentNode.getBoundingClientRect();
    this.gesture.x = x - frame.left - (startX - frame.left) * zoom;
    this.gesture.y = y - frame.top - (startY - frame.top) * zoom;
    this.gesture.zoom = zoom;
    this.svg.style.transform = `translate(${this.gesture.x}px,${this.gesture.y}px) scale(${zoom})`;
  }

  up(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    this.finish();
    this.begin();
  }

  finish() {
    if (!this.gesture || !this.moved) return;
    const { x, y, zoom } = this.gesture;
    const { box } = this;
    this.svg.style.transform = "";
    this.gesture = null;
    this.show({
      x: box.x - x / zoom / this.scale, y: box.y - y / zoom / this.scale, w: box.w / zoom, h: box.h / zoom,
    });
  }

  click(event) {
    if (this.moved) return;
    this.ontap({ target: event.target, touch: this.touch, point: this.pointOf(event) });
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return; // a plain wheel scrolls the page
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1.25 : 0.8, this.pointOf(event));
  }
}
