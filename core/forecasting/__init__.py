"""How many people there will be: views of the past, methods, their blend, training and backtests.

Importing this package loads neither scikit-learn nor TensorFlow: both only train, plain arrays predict.
"""
