// What lies on the small map: stars of the visitor's digit, an arrow between them, and a ring where
// they look. Places are [x, y] in pixels.

import { COLOURS } from "../browser/colours.js";

const STAR = Array.from({ length: 10 }, (_, i) => {
  const [radius, angle] = [i % 2 ? 5.5 : 13, (Math.PI * i) / 5];
  return [radius * Math.sin(angle), -radius * Math.cos(angle)];
});

export function drawArrow(context, [x, y], [toX, toY]) {
  const [dx, dy] = [toX - x, toY - y];
  const length = Math.hypot(dx, dy);
  if (length < 26) return; // the stars would hide it
  const [ux, uy] = [dx / length, dy / length];
  const [tipX, tipY] = [toX - 14 * ux, toY - 14 * uy];
  context.strokeStyle = context.fillStyle = COLOURS.noise;
  context.lineWidth = 3;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(tipX - 6 * ux, tipY - 6 * uy);
  context.stroke();
  context.beginPath();
  context.moveTo(tipX, tipY);
  context.lineTo(tipX - 11 * ux + 6 * uy, tipY - 11 * uy - 6 * ux);
  context.lineTo(tipX - 11 * ux - 6 * uy, tipY - 11 * uy + 6 * ux);
  context.fill();
}

export function drawStar(context, [x, y], colour) {
  context.beginPath();
  for (const [dx, dy] of STAR) context.lineTo(x + dx, y + dy);
  context.closePath();
  Object.assign(context, { lineJoin: "round", lineWidth: 5, strokeStyle: COLOURS.paper });
  context.stroke();
  Object.assign(context, { lineWidth: 2.5, strokeStyle: "#fff", fillStyle: colour });
  context.stroke();
  context.fill();
}

export function drawRing(context, [x, y]) {
  for (const [colour, width] of [[COLOURS.paper, 6], [COLOURS.ink, 2.5]]) {
    Object.assign(context, { lineWidth: width, strokeStyle: colour });
    context.beginPath();
    context.arc(x, y, 9, 0, 2 * Math.PI);
    context.stroke();
  }
}
