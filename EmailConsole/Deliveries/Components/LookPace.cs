namespace EmailConsole.Deliveries.Components;

/// <summary>At which looks of an open list what is read anew; a look costs memory alone.</summary>
internal sealed class LookPace
{
    // What is counted anew may be some seconds old
    private const int Looks = 5;

    private int _sinceFigures;
    private int _whilePaused;
    private bool _areFiguresOld;

    /// <summary>While mail does not leave the times of messages pass.</summary>
    public bool AreTimesOld(bool isPaused) => isPaused && ++_whilePaused % Looks == 0;

    /// <param name="hasChanged">Whether a message has.</param>
    /// <param name="areCounted">Whether counters know them already.</param>
    public bool AreFiguresDue(bool hasChanged, bool areCounted)
    {
        _areFiguresOld |= hasChanged;
        if (!_areFiguresOld || (++_sinceFigures < Looks && !areCounted))
        {
            return false;
        }

        (_sinceFigures, _areFiguresOld) = (0, false);
        return true;
    }
}
