import type { Transport } from '@sveltejs/kit/hooks'

// The framework writes out what a page was loaded with a second time, for a script in the browser to go on with. Our pages have no
// such script (`csr` in routes/+layout.ts), and of a large table that writing takes longer than the table.
export const transport: Transport = {
	/** Stands for all that a page was loaded with: it is only on the server. */
	onlyHere: {
		encode: (value) => typeof value === 'object' && value !== null && 1,
		decode() {
			throw new Error('what this page was loaded with is only on the server')
		}
	}
}
