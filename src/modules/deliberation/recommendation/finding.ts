/** Where a form is sent whose choices were looked for by words: a refused form comes back to the same choices. */
export const addressed = (find: string): string => (find === '' ? '?' : `?${new URLSearchParams({ find }).toString()}`)
