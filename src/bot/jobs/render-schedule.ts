import type { ChangeWindow } from '../../domain/change-schedule.ts'
import type { Desk } from '../../domain/desk.ts'
import type { PlannedChange } from '../../domain/schedule-of-change.ts'
import { schedulePlaces, scheduleRecord, scheduleZone } from '../../domain/schedule-post.ts'
import { spanOfWeeks, weekAt } from '../../domain/schedule-week.ts'
import type { Ref } from '../../store/deliveries.ts'
import type { Card } from '../ui/card.ts'
import { schedulePostCard, schedulePostEndedCard } from '../views/schedule.ts'

export interface RenderScheduleServices {
  readonly desk: () => Promise<Desk>
  readonly planned: (span: ChangeWindow) => Promise<readonly PlannedChange[]>
  readonly now: () => Temporal.Instant
}

/** The post of a channel as the schedule is when it is sent: whoever is in the channel reads all of it (9.2-e). */
export const renderSchedule = async (
  services: RenderScheduleServices,
  { record, message }: Pick<Ref, 'record' | 'message'>,
): Promise<Card | undefined> => {
  const desk = await services.desk()
  if (record !== scheduleRecord || schedulePlaces(desk).length === 0)
    return message === undefined ? undefined : schedulePostEndedCard()
  const [zone, now] = [scheduleZone(desk), services.now()]
  const monday = weekAt(now, zone)
  return schedulePostCard({
    desk,
    monday,
    zone,
    now,
    planned: await services.planned(spanOfWeeks(monday, zone, 2)),
  })
}
