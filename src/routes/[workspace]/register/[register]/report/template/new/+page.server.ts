import { keyFrom } from '#modules/registers/edition/block-form.ts'
import { ReportDefinition } from '#modules/registers/edition/definition.ts'
import { addTemplate } from '#modules/registers/edition/template-commands.ts'
import { firstBlocks, offersOf, settingFields, settingsFrom, textIn } from '#modules/registers/edition/template-form.ts'
import { formAction, formKeys } from '../../../../../../face.server.ts'
import { addresseesOf, layingOut, placeOf } from '../../template-page.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { compiled, home, title } = await layingOut({ locals, params, url })
	const offers = offersOf(locals.words, compiled, 'workspace')
	const addressees = await addresseesOf(locals)
	return {
		title,
		home,
		keys: formKeys(locals),
		fields: settingFields(locals.words, { offers, addressees, place: placeOf(locals), compiled }, null)
	}
}

export const actions: Actions = {
	default: async (event: RequestEvent) => {
		const { locals, params, url } = event
		const sent = await event.request.clone().formData()
		const { compiled, home } = await layingOut({ locals, params, url })
		const settings = settingsFrom(sent, placeOf(locals).languages)
		const audience = ReportDefinition.shape.audience.catch('workspace').parse(settings['audience'])
		const key = textIn(sent, 'key') || keyFrom(textIn(sent, 'names.en'), 'report')
		const definition = { ...settings, key, blocks: firstBlocks(compiled, audience) }
		return formAction(
			addTemplate,
			() => ({ register: params.register, definition }),
			({ reference }) => `${home}/report/template/${reference}`
		)(event)
	}
}
