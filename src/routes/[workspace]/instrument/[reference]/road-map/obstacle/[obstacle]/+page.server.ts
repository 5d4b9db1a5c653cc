import { overcomeObstacle } from '#modules/instruments/domestication/road-map-commands.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { refuseUnlessMay } from '../../../../../record-page.server.ts'
import { backToMap, mapForm } from '../../map.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { may, obstacles, record, keys, today } = await mapForm(locals, params.reference)
	const obstacle = obstacles.find(({ id }) => id === params.obstacle)
	if (!obstacle) refusePage(locals, url, absent('instruments.no-such-obstacle'))
	refuseUnlessMay({ locals, url }, may.change, 'roadMapObstacle.overcome')
	return { record, keys, today, obstacle }
}

export const actions: Actions = {
	default: formAction(overcomeObstacle, ({ params }) => ({ obstacle: params['obstacle'] }), backToMap)
}
