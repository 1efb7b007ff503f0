/** Builds dist/ anew from src/. */
export function build(): Promise<void>;
