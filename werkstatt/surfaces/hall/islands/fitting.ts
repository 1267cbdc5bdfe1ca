const SMALLEST = 0.4;
const STEP = 0.05;

/** The largest of the scales 1, 0.95, 0.9, … that fits; below the smallest nothing is legible any more. */
export function fitting(fits: (scale: number) => boolean): number {
  for (let step = 0; ; step += 1) {
    const scale = Math.round((1 - step * STEP) * 100) / 100;
    if (scale <= SMALLEST || fits(scale)) return scale;
  }
}
