/** How many objects a page of a list holds unless fewer are asked for; OParl advises to part longer lists. */
export const OPARL_PAGE = 100
