import { settingFields, settingsFrom } from '#modules/registers/edition/template-form.ts'
import { formKeys } from '../../../../../../../face.server.ts'
import { addresseesOf, changingLayout, layoutAction, layoutOf, placeOf } from '../../../template-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { title, name, page, home, template, offers, compiled } = await changingLayout({ locals, params, url })
	const place = placeOf(locals)
	const addressees = await addresseesOf(locals)
	return {
		title,
		name,
		page,
		home,
		keys: { ...formKeys(locals), version: template.version },
		fields: settingFields(locals.words, { offers, addressees, place, compiled }, template.definition)
	}
}

export const actions: Actions = {
	default: layoutAction((definition, sent, { locals }) => {
		const settings = settingsFrom(sent, placeOf(locals).languages, definition)
		// Who is not offered the seats keeps those that are named.
		const seats = locals.seat.role === 'administrator' ? {} : { seats: definition.to.seats }
		const { day: _day, ...rest } = definition
		return { ...rest, ...settings, to: { ...settings.to, ...seats } }
	}, layoutOf)
}
