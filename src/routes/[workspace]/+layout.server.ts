import { error } from '@sveltejs/kit'
import type { LayoutServerLoad } from './$types'

/** What every page of a workspace carries: the workspace itself, or its absence, and the notice of what was just done. */
export const load: LayoutServerLoad = ({ locals, params, cookies }) => {
	const { workspace, words } = locals
	if (!workspace)
		error(404, words.t('refusal.platform.no-such-workspace', { workspace: params.workspace.slice(0, 60) }), {
			title: words.t('problem.absent')
		})
	const done = cookies.get('pitso_done')
	if (done === undefined) return { notice: null }
	cookies.delete('pitso_done', { path: '/' })
	return { notice: words.has(`done.${done}`) ? words.t(`done.${done}`) : null }
}
