import { defineParams } from '@sveltejs/kit/params'
import { registry } from '#areas'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const params = defineParams({
	/** The name of a kind of record, as it stands in the addresses of its pages. */
	recordkind: (param: string) => (registry.kind(param) ? param : undefined),
	/** An identifier; what is none leads to the page for what is not there. */
	identifier: (param: string) => (UUID.test(param) ? param : undefined)
})
