"""Activities and publicity (宣传活动): entering them, their photographs, their pages."""
