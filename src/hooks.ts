import type { Transport } from '@sveltejs/kit/hooks'
import { isOnlyHere } from './routes/only-here.ts'

export const transport: Transport = {
	/** Stands for what only the server has. A page that is to have a script of its own must not be loaded with such. */
	onlyHere: {
		encode: (value) => isOnlyHere(value) && 1,
		decode() {
			throw new Error('this page was loaded with what is only on the server')
		}
	}
}
