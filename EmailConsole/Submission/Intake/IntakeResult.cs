using System.Text;
using EmailConsole.Outbox;
using EmailConsole.Rest;

namespace EmailConsole.Submission.Intake;

/// <summary>What becomes of a message that was handed over.</summary>
internal abstract record IntakeResult
{
    /// <param name="Email">For the outbox.</param>
    /// <param name="Key">By which the same message is known when it comes again; null: it never is.</param>
    public sealed record Taken(NewEmail Email, IdempotencyKey? Key) : IntakeResult;

    /// <param name="Cause">For counting.</param>
    /// <param name="Reply">One line of ASCII, at most 500 octets, such as <c>550 5.7.1 …</c>.</param>
    public sealed record Refused(RefusalCause Cause, string Reply) : IntakeResult
    {
        private const int Longest = 500;

        /// <param name="cause">For counting.</param>
        /// <param name="codes">Such as <c>554 5.6.0</c>.</param>
        /// <param name="text">What is wrong and what to do; may repeat what the client sent.</param>
        public static Refused With(RefusalCause cause, string codes, string text)
        {
            var reply = new StringBuilder(codes).Append(' ').Append(text);
            for (var i = 0; i < reply.Length; i++)
            {
                if (reply[i] is < ' ' or > '~')
                {
                    reply[i] = '?';
                }
            }

            return new Refused(cause, reply.ToString(0, Math.Min(reply.Length, Longest)));
        }

        /// <summary>554 5.6.0: the message is none that can be passed on.</summary>
        public static Refused Broken(RefusalCause cause, string text) => With(cause, "554 5.6.0", text);
    }
}
