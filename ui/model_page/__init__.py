"""What the model card page is made of beyond its measures."""

from ui.model_page.evaluation import show_evaluation as show_evaluation
from ui.model_page.life_cycle import show_life_cycle as show_life_cycle
