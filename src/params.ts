import { defineParams } from '@sveltejs/kit/params'
import { registry } from '#areas'

export const params = defineParams({
	/** The name of a kind of record, as it stands in the addresses of its pages. */
	recordkind: (param: string) => (registry.kind(param) ? param : undefined)
})
