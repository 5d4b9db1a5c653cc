import { readFileSync } from 'node:fs'

const documented = readFileSync(new URL('../../../../../docs/registers.md', import.meta.url), 'utf8')
const part = (begun: string) => new RegExp(`\`\`\`yaml\\n(${begun}:[\\s\\S]*?)\`\`\``).exec(documented)?.[1] ?? ''

/** The declaration of the documentation, which says all that can be declared, with its public form. */
export const sample = part('register') + part('public_form')
