// One colour a role, the same as in aecore/rendering/palette.py; a test compares the two.

export const COLOURS = {
  paper: "#14171f",
  ink: "#fafaf7",
  encoder: "#0072b2",
  decoder: "#00815e",
  noise: "#cc79a7",
  yours: "#d55e00",
  lost: "#e69f00",
  invented: "#56b4e9",
};
