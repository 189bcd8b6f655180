// In which surroundings does Python run? In ours, without what would lead it to packages outside of its environment.

/** @returns {NodeJS.ProcessEnv} */
export function pythonEnvironment() {
  const { PYTHONHOME: _, PYTHONPATH: __, ...rest } = process.env;
  return rest;
}
