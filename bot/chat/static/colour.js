// A clinic's colour made readable: darkened on light paper, lightened on dark (WCAG 2.2 AA asks 4.5 to 1).
const ENOUGH = 4.5;
// light words on dark paper glare less when they are told apart better
const GOOD = 7;
const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];
// the papers of base.css that carry the accent: its surface and the tint, the worse one decides
const LIGHT = [[255, 255, 255], [251, 246, 242], [253, 241, 236]];
const DARK = [[36, 27, 25], [23, 17, 15], [47, 35, 32]];
const STEPS = 50;

/**
 * Return the tokens that a colour stands for, by mode; nothing for what is no #rgb or #rrggbb.
 * @param {string | null} text
 * @returns {{light: Record<string, string>, dark: Record<string, string>} | null}
 */
export function accents(text) {
  const colour = parse(text ?? "");
  if (!colour) return null;
  const deep = towards(colour, BLACK, LIGHT, ENOUGH);
  const pale = towards(colour, WHITE, DARK, GOOD);
  return {
    light: tokens(deep, mix(deep, BLACK, 0.18), WHITE, deep),
    dark: tokens(pale, mix(pale, WHITE, 0.3), towards(mix(colour, BLACK, 0.7), BLACK, [pale], ENOUGH), mix(deep, BLACK, 0.1)),
  };
}

/**
 * Return the contrast of two colours, 1 to 21 (WCAG 2.2).
 * @param {number[]} one red, green and blue, 0 to 255
 * @param {number[]} other
 * @returns {number}
 */
export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function tokens(accent, hover, onAccent, said) {
  return {
    "--accent": css(accent),
    "--accent-hover": css(hover),
    "--on-accent": css(onAccent),
    "--said-1": css(said),
    "--said-2": css(mix(said, BLACK, 0.2)),
  };
}

/** Mix a colour with another by small steps until it is readable on every paper. */
function towards(colour, end, papers, least) {
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(colour, end, step / STEPS);
    if (papers.every((paper) => contrast(mixed, paper) >= least)) return mixed;
  }
  return end;
}

function mix(colour, other, share) {
  return colour.map((each, index) => Math.round(each + (other[index] - each) * share));
}

function luminance(colour) {
  const [red, green, blue] = colour.map((each) => {
    const part = each / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function parse(text) {
  const [, digits] = text.match(/^#([\da-f]{3}|[\da-f]{6})$/i) ?? [];
  if (!digits) return null;
  const pairs = digits.length === 3 ? [...digits].map((each) => each + each) : digits.match(/../g);
  return pairs.map((each) => parseInt(each, 16));
}

function css(colour) {
  return `rgb(${colour.join(" ")})`;
}
