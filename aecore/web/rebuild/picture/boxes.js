// Boxes on pictures: [top, left, bottom, right] in shares of the picture, 0 to 1.

// Lay an element over a part of the picture that holds it.
export function placeBox(element, [top, left, bottom, right]) {
  const edges = { top, left, bottom: 1 - bottom, right: 1 - right };
  for (const [edge, share] of Object.entries(edges)) element.style[edge] = `${100 * share}%`;
}

// A box in shares of the picture -> in shares of a part of it.
export function within([top, left, bottom, right], part) {
  const [height, width] = [part[2] - part[0], part[3] - part[1]];
  return [
    (top - part[0]) / height,
    (left - part[1]) / width,
    (bottom - part[0]) / height,
    (right - part[1]) / width,
  ];
}
