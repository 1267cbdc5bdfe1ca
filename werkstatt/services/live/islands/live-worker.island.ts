/** One stream for all tabs of a browser. */
export {};
