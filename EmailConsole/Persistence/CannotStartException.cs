namespace EmailConsole.Persistence;

/// <summary>The application cannot start for a reason that the person who runs it can remove.</summary>
/// <param name="message">One line that names the configuration key and says what is wrong with it.</param>
/// <param name="inner">What was thrown; null: it was seen.</param>
public sealed class CannotStartException(string message, Exception? inner = null) : Exception(message, inner);
