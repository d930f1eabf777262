"""What lies on shelves against what people need of it."""

from core.inventory.cover import days_of_cover as days_of_cover, share_served as share_served
