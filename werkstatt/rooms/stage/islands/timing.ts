/** How far the server's clock is ahead of ours, in milliseconds; a demo shifts it by months. */
export function serverOffset(serverNow: string | undefined, here: number): number {
  const there = Date.parse(serverNow ?? "");
  return Number.isNaN(there) ? 0 : there - here;
}

/** `4:05`, or `1:04:05` from an hour on; never below zero. */
export function left(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, two(seconds % 60)];
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
