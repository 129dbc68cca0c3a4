// Waiting for what has to come, never for a time to pass.

const PATIENCE = 20_000;
const PAUSE = 50;

/** Asks until `check` gives something true, and returns that. */
export async function until(check, what) {
  const end = Date.now() + PATIENCE;
  let last;
  while (Date.now() < end) {
    try {
      const found = await check();
      if (found) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  throw new Error(`waited in vain until ${what}`, { cause: last });
}
