import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type Delivery, deliveryQuery } from '../queries.ts'

/** A delivery as it comes on, by its own event stream, until it has landed or failed. */
export function useLiveDelivery(id: string): Delivery {
  const client = useQueryClient()
  const { data: delivery } = useSuspenseQuery(deliveryQuery(id))
  const { resource, endedAt } = delivery
  const isOver = endedAt !== null
  useEffect(() => {
    if (isOver) return
    const source = new EventSource(`/api/collect/deliveries/${encodeURIComponent(id)}/events`)
    source.addEventListener('progress', (event: MessageEvent<string>) => {
      const told = JSON.parse(event.data) as Delivery
      client.setQueryData(deliveryQuery(id).queryKey, told)
      if (told.endedAt !== null) {
        source.close()
        void client.invalidateQueries({ queryKey: ['collect'] })
        void client.invalidateQueries({ queryKey: ['catalog', 'versions', resource] })
      }
    })
    return () => source.close()
  }, [client, id, isOver, resource])
  return delivery
}
