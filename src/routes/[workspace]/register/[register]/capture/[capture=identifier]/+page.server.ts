import { decideCapture, dropCapture } from '#modules/registers/capture/decide-capture.ts'
import { formAction, formKeys } from '../../../../../face.server.ts'
import { entryAction } from '../../../entry-form.server.ts'
import { toDecide } from './to-decide.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const { shown } = await toDecide(locals, params)
	return { ...shown, keys: formKeys(locals) }
}

const paramsOf = (params: Readonly<Record<string, string | undefined>>) => ({
	workspace: params['workspace'] ?? '',
	register: params['register'] ?? '',
	capture: params['capture'] ?? ''
})

export const actions: Actions = {
	decide: entryAction({
		command: decideCapture,
		asked: async ({ locals, params }) => (await toDecide(locals, paramsOf(params))).asked,
		fixed: ({ params }, form) => {
			const version = form.get('version')
			return {
				capture: params['capture'],
				...(typeof version === 'string' && version !== '' ? { version: Number(version) } : {})
			}
		},
		next: ({ entry }, { params }) => `/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}/${entry}`
	}),
	drop: formAction(
		dropCapture,
		({ params }) => ({ capture: params['capture'] }),
		(_result, { params }) => `/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}/capture`
	)
}
