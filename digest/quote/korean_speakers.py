class Discourse:
    def __init__(self, scene): self.scene=scene
    def attribute(self, u): return None
