import { mayImport } from '#modules/registers/exchange/may-import.ts'
import { readAddress, writeAddress } from '#modules/registers/listing/list-address.ts'
import { registerPage } from '../list.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { register, compiled, offer, home } = await registerPage({ locals, params })
	const { asked } = readAddress(url.searchParams, offer)
	const address = writeAddress({ ...asked, group: undefined, columns: [] })
	const { seat } = locals
	return {
		title: locals.words.name(register.title),
		home,
		address: address.toString(),
		isNarrowed: [...address.keys()].some((name) => name !== 'sort'),
		mayImport: mayImport(seat, compiled)
	}
}
