/** Nothing throws into the page: what fails is said on the console and ends there. */

export function complain(failure: unknown): void {
  console.error("Aftercare:", failure);
}

export function guarded<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (failure) {
    complain(failure);
    return undefined;
  }
}
